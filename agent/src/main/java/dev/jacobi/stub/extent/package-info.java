/** Code for the few elements that calls have shown to be in an argument each time: what is as long as a kernel, a point or a state. */
package dev.jacobi.stub.extent;
