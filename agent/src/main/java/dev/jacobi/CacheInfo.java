package dev.jacobi;

import java.util.List;

/**
 * What a transformed function has been compiled for. Calls find their code by the structure of their arguments: element types, ranks,
 * the classes of records, keys of maps, sizes of lists, values of static arguments; never by the length of an array.
 *
 * @param compilations how often it was compiled
 * @param calls calls that ran compiled code
 * @param fallbacks calls whose compiled code had no result, so that the Java methods were run to see what they do
 * @param refusals how often it was found that it cannot be compiled: once for a structure, however often it is called with it
 * @param reasons one sentence for each compilation, in order, and another one where calls ran on the CPU instead of the device that was asked for; the last 256
 * @param backends what each of these was compiled for: {@code cpu}, {@code cuda}, {@code tpu}, {@code auto} (CPU and GPU) or {@code interp}; {@code cpu} when all calls ran
 *     there instead, {@code tpu, cpu} when some did
 * @param uploads how many arrays calls of its code, which functions made of the same share, have copied to a device; an NDArray is copied once, however often it is given,
 * and one that a device's program has made never
 * @param downloads how many arrays were copied from a device, at the end of a call or, for NDArrays, when they were read
 */
public record CacheInfo(int compilations, long calls, long fallbacks, long refusals, List<String> reasons, List<String> backends, long uploads, long downloads) {
    /**
     * With lists of its own.
     *
     * @param compilations how often it was compiled
     * @param calls calls that ran compiled code
     * @param fallbacks calls whose compiled code had no result, so that the Java methods were run to see what they do
     * @param refusals how often it was found that it cannot be compiled: once for a structure, however often it is called with it
     * @param reasons one sentence for each compilation, in order, and another one where calls ran on the CPU instead of the device that was asked for; the last 256
     * @param backends what each of these was compiled for: {@code cpu}, {@code cuda}, {@code tpu}, {@code auto} (CPU and GPU) or {@code interp}; {@code cpu} when all calls ran there instead, {@code tpu, cpu} when some did
     * @param uploads how many arrays its calls have copied to a device
     * @param downloads how many arrays were copied from a device
     */
    public CacheInfo {
        backends = List.copyOf(backends);
        reasons = List.copyOf(reasons);
    }
}
