/**
 * The symbolic machine: what its variables hold ({@link dev.jacobi.lift.state.Val}), frames and abstract heap at one point ({@link dev.jacobi.lift.state.Env}), the equations made so far
 * ({@link dev.jacobi.lift.state.EquationBuilder}). What lasts for one function that is being lifted is its {@link dev.jacobi.lift.state.LiftContext}, for one attempt with all functions of
 * a module the {@link dev.jacobi.lift.state.LiftAttempt}, for all attempts the {@link dev.jacobi.lift.state.LiftSession}; attempts hand each other their
 * {@link dev.jacobi.lift.state.LiftAssumptions}.
 */
package dev.jacobi.lift.state;
