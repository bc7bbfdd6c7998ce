import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { HeldRemoval } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { formatCount } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';

const COLLAPSED_LENGTH = 3;

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyle: 'none',
    overflowWrap: 'anywhere',
  },
});

/** Who depends on an entity, with the owners; the first three unless the reader wants more. */
export function DependentList(props: {
  removal: Pick<HeldRemoval, 'entityRef' | 'dependents' | 'dependentCount'>;
}) {
  const { entityRef, dependents, dependentCount } = props.removal;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const [expanded, setExpanded] = useState(false);
  const shown = expanded ? dependents : dependents.slice(0, COLLAPSED_LENGTH);
  const unnamed = dependentCount - dependents.length;

  if (dependentCount === 0) {
    return <>{t('heldRemovals.noDependents')}</>;
  }
  return (
    <>
      <strong>
        {t('heldRemovals.dependentCount', { count: dependentCount })}
      </strong>
      <ul className={classes.list}>
        {shown.map(({ entityRef: dependent, field, owner }) => (
          <li key={`${dependent} ${field}`}>
            <EntityRefLink entityRef={dependent} hideIcon />
            {owner && (
              <>
                {' '}
                ({t('heldRemovals.owner')}{' '}
                <EntityRefLink entityRef={owner} hideIcon />)
              </>
            )}
          </li>
        ))}
        {expanded && unnamed > 0 && (
          <li>
            {t('heldRemovals.unnamedDependents', {
              more: formatCount(unnamed),
            })}
          </li>
        )}
      </ul>
      {dependents.length > COLLAPSED_LENGTH && (
        <Button
          size="small"
          aria-expanded={expanded}
          aria-label={
            expanded
              ? t('heldRemovals.showFewerOf', { entityRef })
              : t('heldRemovals.showAllOf', {
                  entityRef,
                  total: formatCount(dependents.length),
                })
          }
          onClick={() => setExpanded(!expanded)}
        >
          {expanded
            ? t('findings.showFewer')
            : t('findings.showAll', { total: formatCount(dependents.length) })}
        </Button>
      )}
    </>
  );
}
