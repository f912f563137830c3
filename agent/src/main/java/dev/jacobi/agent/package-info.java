/**
 * The {@code -javaagent}: its start ({@link dev.jacobi.agent.Agent}, which {@link dev.jacobi.boot.AgentEntry} calls), which classes and methods are asked for ({@code Selection}, {@code MethodChoice}), and the prologue
 * that is put in front of them ({@code Prologue}). {@code JitTransformer} is what the JVM calls; what passes its first look goes to Byte Buddy ({@code Weaver}). What a prologue
 * calls is in {@link dev.jacobi.site}.
 */
package dev.jacobi.agent;
