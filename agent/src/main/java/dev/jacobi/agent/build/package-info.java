/** How the agent's jar is made: {@link dev.jacobi.agent.build.JarLinker} runs at the end of the build, and is not in the jar itself. */
package dev.jacobi.agent.build;
