/**
 * Arrays on a mesh of devices: {@link dev.jacobi.array.mesh.Collectives} is what devices (or the lanes of a vmap) do together, {@link dev.jacobi.array.mesh.Layout} says which part of an array each device
 * has, {@link dev.jacobi.array.mesh.LayoutPicture} draws that.
 */
package dev.jacobi.array.mesh;
