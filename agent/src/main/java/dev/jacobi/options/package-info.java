/** The options of a run, where they come from, and the log, which only knows them. See {@link dev.jacobi.options.OptionParser} for names and values. */
package dev.jacobi.options;
