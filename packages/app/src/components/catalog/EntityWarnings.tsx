import {
  EntityOrphanWarning,
  EntityProcessingErrorsPanel,
  EntityRelationWarning,
  EntitySwitch,
  hasCatalogProcessingErrors,
  hasRelationWarnings,
  isOrphan,
} from '@backstage/plugin-catalog';
import Grid from '@material-ui/core/Grid';

const warnings = [
  { if: isOrphan, warning: <EntityOrphanWarning /> },
  { if: hasRelationWarnings, warning: <EntityRelationWarning /> },
  { if: hasCatalogProcessingErrors, warning: <EntityProcessingErrorsPanel /> },
];

/** What is wrong with an entity, above everything else on its page. */
export const EntityWarnings = () => (
  <>
    {warnings.map((entry, index) => (
      <EntitySwitch key={index}>
        <EntitySwitch.Case if={entry.if}>
          <Grid item xs={12}>
            {entry.warning}
          </Grid>
        </EntitySwitch.Case>
      </EntitySwitch>
    ))}
  </>
);
