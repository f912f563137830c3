/**
 * Which code the JVM runs for a class, and what was made of it. Class files that a loader has as resources are not always what the JVM was given: a loader
 * may change them, and so may other agents, when a class is loaded and later. Start reading at {@link dev.jacobi.dispatch.classes.RunningClasses}.
 */
package dev.jacobi.dispatch.classes;
