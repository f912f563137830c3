/**
 * How a JVM comes to the engine: {@link dev.jacobi.boot.AgentEntry} is what the JVM starts with {@code -javaagent}, and {@link dev.jacobi.boot.EngineLoader} the class loader of everything behind the
 * public interface. Little else is loaded in a program whose methods nobody has asked for.
 */
package dev.jacobi.boot;
