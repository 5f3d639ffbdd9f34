export default {
  loading: 'Ça chauffe…',
};
