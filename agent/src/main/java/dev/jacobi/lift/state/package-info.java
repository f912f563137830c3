/**
 * The symbolic machine: what its variables hold ({@link dev.jacobi.lift.state.Val}), frames and abstract heap at one point ({@link dev.jacobi.lift.state.Env}), the equations made so far
 * ({@link dev.jacobi.lift.state.EquationBuilder}), what holds for one function that is being lifted ({@link dev.jacobi.lift.state.LiftContext}), and what is known over all attempts
 * ({@link dev.jacobi.lift.state.LiftAssumptions}).
 */
package dev.jacobi.lift.state;
