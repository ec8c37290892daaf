import process from 'node:process';

/**
 * Loaded into every program that `npm start` runs (`node --import`): where the orchestrator is killed without a word, its channel breaks
 * and the program stops as if asked to. The channel itself never keeps a program alive.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
