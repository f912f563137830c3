/**
 * From a call in the program to the code that runs it. A prologue's two call sites are linked by {@link dev.jacobi.woven.Bootstrap}; {@code MethodSite} says where
 * a method stands and switches them. {@code MethodCompiler} compiles variants of the method ({@code Variants}), {@code AdaptivePolicy} measures whether they are worth running,
 * {@code CompileCandidate} whether they are worth making. {@link dev.jacobi.site.Dispatcher} is what all sites share; it hangs on {@link dev.jacobi.site.Engine}, as does all else that a process has one of. {@link dev.jacobi.site.OnDemandCompiler} is the same without the agent and without sites. Start reading at
 * {@code MethodSite}.
 */
package dev.jacobi.site;
