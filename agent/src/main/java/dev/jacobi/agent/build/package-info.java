/**
 * How the agent's module is built, which is not in the jar itself: {@link dev.jacobi.agent.build.OverloadWriter} runs first and writes what there is for each number of arguments,
 * {@link dev.jacobi.agent.build.JarLinker} runs last, on the jar.
 */
package dev.jacobi.agent.build;
