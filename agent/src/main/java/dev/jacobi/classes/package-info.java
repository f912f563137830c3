/**
 * Which code the JVM runs for a class, and what was made of it. Start reading at {@link dev.jacobi.classes.RunningClasses}.
 *
 * <p><b>Which code.</b> A class file that a loader has as a resource need not be what the JVM was given: loaders change classes, and so do other agents, when they are loaded and
 * later. A fingerprint is taken of every class as it is loaded; the resource is used where it agrees. Where it does not, where a class was there before the agent, or where there
 * are other agents, whose changes the JVM shows only to those behind them, the class is retransformed once, as it is, and
 * {@link dev.jacobi.classes.LastTransformer} reads it behind all other transformers: Jacobi's jar is loaded as an agent once more for that. The prologues that are in
 * what it reads are taken out when the class is lifted.
 *
 * <p><b>What was made of it.</b> Whatever has asked for the class file of a class is a {@link dev.jacobi.classes.Dependent} of it: the site of a method, the plan of a
 * transformed function, a refusal. The JVM announces each redefinition and retransformation to the agent's transformer before it makes it. Then a method's two call sites go to a
 * new site, which begins as if the method had never been called, so that what the old one still compiles reaches no call; plans and refusals are no longer taken. Calls that are in the
 * old code finish there, as in the JVM. Code that is made while a change is under way waits for it, or is made at a later call. Whether an announced change has been made is told by the
 * JVM's own count in the class object.
 *
 * <p><b>What cannot be known.</b> Without the agent there are resources only, and no announcements. Native agents that are attached later and transform classes cannot be seen. JDK 17 begins
 * each retransformation of a class that an agent has changed at load time with the class file of that time, even if the class was redefined since. Jacobi puts what the redefinition
 * brought in its place, for itself and for agents behind it; an agent in front of it in the order of {@code -javaagent} that changes such a class in a retransformation undoes the redefinition.
 */
package dev.jacobi.classes;
