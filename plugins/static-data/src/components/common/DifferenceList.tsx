import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityDifferences,
  FieldDifference,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { toDiffLines } from '../../lib/diff';
import { countParams } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';
import { DiffView } from './DiffView';

const useStyles = makeStyles(theme => ({
  field: {
    '& + &': {
      marginTop: theme.spacing(1.5),
    },
  },
  path: {
    overflowWrap: 'anywhere',
    fontWeight: 'bold',
  },
}));

/** What is different between two versions of an entity, field by field. */
export function DifferenceList(props: { differences: EntityDifferences }) {
  const { fields, fieldCount } = props.differences;
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <>
      {fields.map(field => (
        <FieldItem key={field.path} field={field} />
      ))}
      {fieldCount > fields.length && (
        <Typography variant="body2" color="textSecondary">
          {t('changeList.moreFields', countParams(fieldCount - fields.length))}
        </Typography>
      )}
    </>
  );
}

function FieldItem(props: { field: FieldDifference }) {
  const { field } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const lines = toDiffLines(field);
  return (
    <div className={classes.field}>
      <code className={classes.path}>{field.path}</code>
      {lines.length > 0 && (
        <DiffView
          lines={lines}
          label={t('changeList.diffOf', { path: field.path })}
        />
      )}
      {field.cut && (
        <Typography variant="body2" color="textSecondary">
          {t('changeList.cut', { what: field.cut })}
        </Typography>
      )}
    </div>
  );
}
