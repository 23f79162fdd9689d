import { startApi } from '../sides/api.ts';
import { serveSide, sideForm } from '../sides/serve.ts';

serveSide(sideForm, async (start) => `${await startApi(start)}/graphql`);
