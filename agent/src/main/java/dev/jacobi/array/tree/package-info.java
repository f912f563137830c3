/**
 * Values that are put together of arrays: records, lists, maps and Java arrays of objects, as trees whose leaves are arrays and numbers. {@link dev.jacobi.array.tree.TreeWalk} goes through them;
 * inside of functions that are compiled its methods are known to the compiler's front end, which goes through the structure there.
 */
package dev.jacobi.array.tree;
