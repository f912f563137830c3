/**
 * Class files as the lifter reads them: methods and fields by the rules of the JVM ({@link dev.jacobi.lift.cfg.Classes}), and for each method its control flow graph, with dominators, loops and
 * liveness ({@link dev.jacobi.lift.cfg.Cfg}).
 */
package dev.jacobi.lift.cfg;
