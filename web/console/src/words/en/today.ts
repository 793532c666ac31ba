export const today = { title: '' };
