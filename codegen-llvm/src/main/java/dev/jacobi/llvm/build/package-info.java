/** Steps of building the project's jars that are not part of what runs: {@link dev.jacobi.llvm.build.NativesPacker} packs native libraries. */
package dev.jacobi.llvm.build;
