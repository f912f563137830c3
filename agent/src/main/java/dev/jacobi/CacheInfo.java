package dev.jacobi;

import java.util.List;

/**
 * What a transformed function has been compiled for. Calls find their code by the structure of their arguments: element types, ranks,
 * the classes of records, keys of maps, sizes of lists, values of static arguments; never by the length of an array.
 *
 * @param compilations how often it was compiled
 * @param calls calls that ran compiled code
 * @param fallbacks calls whose compiled code had no result, so that the Java methods were run to see what they do
 * @param reasons one sentence for each compilation, in order; the last 256
 */
public record CacheInfo(int compilations, long calls, long fallbacks, List<String> reasons) {
    public CacheInfo {
        reasons = List.copyOf(reasons);
    }
}
