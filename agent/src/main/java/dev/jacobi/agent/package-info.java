/**
 * The {@code -javaagent}: its entry point ({@link dev.jacobi.agent.Agent}), which classes and methods are asked for ({@code Selection}), and the prologue that is
 * put in front of them ({@code JitTransformer}, {@code Rewriter}, {@code Prologue}). What a prologue calls is in {@link dev.jacobi.site}.
 */
package dev.jacobi.agent;
