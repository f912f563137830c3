/** One state out of several, where ways through the code meet. Start reading at {@link dev.jacobi.lift.join.StateJoin}. */
package dev.jacobi.lift.join;
