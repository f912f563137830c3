/**
 * What stands for {@code java.util.stream}: streams in plain Java, to be lifted in place of the JDK's, which are made for objects that change hands. A stream here gives its elements
 * one after the other to a function that says whether it wants more, so that what is lifted is a loop with all functions of the stream in it. None of this is ever run.
 */
package dev.jacobi.lift.jdk.stream;
