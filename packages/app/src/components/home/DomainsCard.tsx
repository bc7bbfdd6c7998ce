import { InfoCard, Progress } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import List from '@material-ui/core/List';
import ListItem from '@material-ui/core/ListItem';
import ListItemText from '@material-ui/core/ListItemText';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useDomains } from '../catalog/useDomains';

// the theme of Backstage cuts what does not fit into a line
const useStyles = makeStyles({ description: { whiteSpace: 'normal' } });

/** The domains of the company, and the way to all of it. */
export const DomainsCard = () => {
  const { domains, error } = useDomains();
  const classes = useStyles();
  return (
    <InfoCard
      title="Domains"
      deepLink={{ title: 'See the whole company', link: '/catalog-graph' }}
    >
      {error && (
        <Typography role="alert">
          The domains could not be loaded. Reload the page to try again.
        </Typography>
      )}
      {!domains && !error && <Progress />}
      {domains?.length === 0 && (
        <Typography>
          There are none yet. They come with the first sync.
        </Typography>
      )}
      <List dense disablePadding>
        {domains?.map(domain => (
          <ListItem key={domain.metadata.name} disableGutters>
            <ListItemText
              primary={<EntityRefLink entityRef={domain} />}
              secondary={domain.metadata.description}
              secondaryTypographyProps={{ className: classes.description }}
            />
          </ListItem>
        ))}
      </List>
    </InfoCard>
  );
};
