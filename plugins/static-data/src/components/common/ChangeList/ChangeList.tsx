import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { NetChange, SyncChange } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { SourceVersion } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { ChangeItem } from './ChangeItem';

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  tools: {
    display: 'flex',
    justifyContent: 'flex-end',
    marginBottom: theme.spacing(1),
  },
}));

/** Entities that changed, each with what is different in it. */
export function ChangeList(props: {
  changes: Array<SyncChange | NetChange>;
  /** The source that changes come from. */
  version?: SourceVersion;
  /** The source before them, which still has what was removed. */
  versionBefore?: SourceVersion;
  /** Whether none of it was applied, so that the catalog has not got what was added. */
  notApplied?: boolean;
}) {
  const { changes, version, versionBefore, notApplied = false } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const expandable = changes.filter(({ differences }) => differences);
  const allOpen = expandable.every(change => open.has(keyOf(change)));

  const toggle = (key: string) => {
    const next = new Set(open);
    if (!next.delete(key)) {
      next.add(key);
    }
    setOpen(next);
  };

  return (
    <>
      {expandable.length > 0 && (
        <div className={classes.tools}>
          <Button
            size="small"
            onClick={() =>
              setOpen(new Set(allOpen ? [] : expandable.map(keyOf)))
            }
          >
            {allOpen ? t('changeList.collapseAll') : t('changeList.expandAll')}
          </Button>
        </div>
      )}
      <ul className={classes.list}>
        {changes.map(change => {
          const key = keyOf(change);
          return (
            <ChangeItem
              key={key}
              change={change}
              inCatalog={change.change !== (notApplied ? 'added' : 'removed')}
              version={isGone(change) ? versionBefore : version}
              open={open.has(key)}
              onToggle={() => toggle(key)}
            />
          );
        })}
      </ul>
    </>
  );
}

function keyOf({ change, entityRef }: SyncChange | NetChange): string {
  return `${change} ${entityRef}`;
}

/** Whether the source does not have the entity any more. */
function isGone({ change }: SyncChange | NetChange): boolean {
  return change === 'removed' || change === 'held';
}
