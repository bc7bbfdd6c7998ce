import { Progress } from '@backstage/core-components';
import {
  StateEntity,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import ExpandLessIcon from '@material-ui/icons/ExpandLess';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { useId } from 'react';
import { StaticDataApi } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { formatEntityRef } from '../../lib/formatting';
import { Fact, FactList } from '../common/facts';
import { EntityLink } from '../common/links';
import { LoadAlert } from '../common/loading';
import { EntityText } from './EntityText';

const useStyles = makeStyles(theme => ({
  head: {
    display: 'grid',
    gridTemplateColumns: '2.5rem minmax(0, 1fr)',
    alignItems: 'center',
    columnGap: theme.spacing(1),
  },
  details: {
    padding: theme.spacing(1),
    paddingInlineStart: theme.spacing(6),
    [theme.breakpoints.down('sm')]: { paddingInlineStart: theme.spacing(1) },
  },
}));

/** An entity of an earlier state, with what it was to expand. */
export function StateEntityItem(props: {
  entity: StateEntity;
  /** The sync that left it so. */
  sync: SyncHistoryRecord;
  open: boolean;
  onToggle: () => void;
}) {
  const { entity, sync, open, onToggle } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const detailsId = useId();
  const name = formatEntityRef(entity.entityRef);
  return (
    <>
      <div className={classes.head}>
        <IconButton
          size="small"
          onClick={onToggle}
          aria-expanded={open}
          aria-controls={detailsId}
          aria-label={t('statePage.entityAsItWas', { entity: name })}
        >
          {open ? <ExpandLessIcon /> : <ExpandMoreIcon />}
        </IconButton>
        <span>
          {name}{' '}
          <Typography variant="body2" component="span" color="textSecondary">
            {entity.kind}
          </Typography>
        </span>
      </div>
      <div id={detailsId}>
        {open && (
          <div className={classes.details}>
            <EntityThenAndNow listed={entity} sync={sync} />
          </div>
        )}
      </div>
    </>
  );
}

/** What the entity was, and what has become of it. */
function EntityThenAndNow(props: {
  listed: StateEntity;
  sync: SyncHistoryRecord;
}) {
  const { listed, sync } = props;
  const { entityRef, kind, hash } = listed;
  const { t } = useStaticDataTranslation();
  const loader = useLoader(
    async api => {
      const [then, now] = await Promise.all(
        [sync.id, undefined].map(at =>
          findEntity(api, sync.source, { at, entityRef, kind }),
        ),
      );
      return { entity: then?.entity, now };
    },
    [sync, entityRef, kind],
  );
  if (!loader.value) {
    return loader.error ? (
      <LoadAlert loader={loader} />
    ) : (
      <Progress aria-label={t('statePage.loadingEntity')} />
    );
  }
  const { entity, now } = loader.value;
  return (
    <>
      <FactList>
        <Fact label={t('statePage.now')}>
          {now ? (
            <>
              <div>
                <EntityLink entityRef={entityRef} />
              </div>
              <div>
                {now.hash === hash
                  ? t('statePage.unchanged')
                  : t('statePage.changed')}
              </div>
            </>
          ) : (
            t('statePage.gone')
          )}
        </Fact>
      </FactList>
      {entity ? (
        <EntityText entityRef={entityRef} entity={entity} />
      ) : (
        <Typography variant="body2">{t('statePage.damaged')}</Typography>
      )}
    </>
  );
}

/** An entity of a state, which may not have it. */
async function findEntity(
  api: StaticDataApi,
  source: string,
  query: { at?: string; entityRef: string; kind: string },
): Promise<StateEntity | undefined> {
  const { at, entityRef, kind } = query;
  const { entities } = await api.getSourceEntities(source, {
    at,
    kind,
    // the refs of other entities of the kind may begin with it, and so sort behind it
    q: entityRef,
    limit: 1,
    full: at !== undefined,
  });
  return entities.find(entity => entity.entityRef === entityRef);
}
