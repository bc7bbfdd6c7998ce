import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';
import { FactList } from '../../common';

/** A titled column of facts; columns stand below each other on small screens. */
export function FactColumn(props: { title: string; children: ReactNode }) {
  return (
    <Grid item xs={12} md={6} lg={4}>
      <Typography variant="subtitle2" component="h3" gutterBottom>
        {props.title}
      </Typography>
      <FactList>{props.children}</FactList>
    </Grid>
  );
}
