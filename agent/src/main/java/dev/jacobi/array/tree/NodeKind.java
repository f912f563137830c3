package dev.jacobi.array.tree;

import java.util.List;
import java.util.function.Function;

/** How objects of a class that is no record are taken apart and made again. */
public record NodeKind(Function<Object, List<Object>> toParts, Function<List<Object>, Object> fromParts) {
}
