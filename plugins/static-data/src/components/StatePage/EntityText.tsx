import {
  escapeControls,
  StateEntity,
  truncate,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import GetAppIcon from '@material-ui/icons/GetApp';
import { useMemo } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { formatEntityRef } from '../../lib/formatting';
import { saveFile } from '../../lib/saveFile';
import { CodeBlock } from '../common/CodeBlock';

/** More than anybody reads here, in characters; the definition of an API may have some millions. */
const MAX_SHOWN_LENGTH = 20_000;

const useStyles = makeStyles(theme => ({
  entity: { display: 'block', padding: theme.spacing(0, 1) },
  cut: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: theme.spacing(2),
  },
}));

/** What an entity was, as JSON: the beginning of a long one, and all of it as a file. */
export function EntityText(props: {
  entityRef: string;
  entity: NonNullable<StateEntity['entity']>;
}) {
  const { entityRef, entity } = props;
  const { t, formatCount } = useStaticDataTranslation();
  const classes = useStyles();
  const text = useMemo(() => JSON.stringify(entity, null, 2), [entity]);
  return (
    <>
      <CodeBlock
        label={t('statePage.entityAsItWas', {
          entity: formatEntityRef(entityRef),
        })}
      >
        <code className={classes.entity}>
          {escapeControls(truncate(text, MAX_SHOWN_LENGTH), {
            keepsLines: true,
          })}
        </code>
      </CodeBlock>
      {text.length > MAX_SHOWN_LENGTH && (
        <div className={classes.cut}>
          <Typography variant="body2" color="textSecondary" component="span">
            {t('statePage.cut', {
              shown: formatCount(MAX_SHOWN_LENGTH),
              total: formatCount(text.length),
            })}
          </Typography>
          <Button
            size="small"
            startIcon={<GetAppIcon aria-hidden />}
            onClick={() =>
              saveFile(
                new Blob([text], { type: 'application/json' }),
                `${entityRef.replace(/[:/]/g, '-')}.json`,
              )
            }
          >
            {t('statePage.downloadAll')}
          </Button>
        </div>
      )}
    </>
  );
}
