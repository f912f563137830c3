/**
 * Function objects and what transformations make of them: {@link dev.jacobi.transform.TransformedFunction} is what {@code grad}, {@code vmap}, {@code jit} and
 * their kin return, a {@link dev.jacobi.spi.Transformation} over functions. At a call {@link dev.jacobi.transform.TransformEngine} finds or makes the plan for
 * arguments of that structure ({@code CompiledPlan}, {@code PlanCache}): the functions are lifted ({@code Functions}), their calls of transformations become
 * the programs that these stand for ({@code Transforms}), and what comes out is compiled. {@code ValueTrees} takes arguments and results apart.
 */
package dev.jacobi.transform;
