export default {
  loading: 'Warming up…',
};
