/** Programs on a mesh of devices: training in data, fully-sharded, tensor and pipeline parallel form, attention over a ring, a heat equation with halos, a mixture of experts; each beside itself on one device. */
package dev.jacobi.examples.mesh;
