/**
 * What is known about each method ({@link dev.jacobi.report.MethodStats}), kept by the {@link dev.jacobi.report.Registry} while the program runs, and told at its end as a table, JSON or HTML
 * ({@link dev.jacobi.report.Reports}), and meanwhile as events of the JDK's Flight Recorder.
 */
package dev.jacobi.report;
