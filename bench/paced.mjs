export const measurePaced = async () => ({ skipped: 'todo' });
