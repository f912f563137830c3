/** A throw of a ball that bounces, found by gradients through the bounces. */
package dev.jacobi.examples.contact;
