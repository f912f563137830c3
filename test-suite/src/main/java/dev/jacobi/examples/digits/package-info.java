/** Images of digits, drawn by a program: the data of the examples that classify or generate images. Nothing has to be downloaded for them. */
package dev.jacobi.examples.digits;
