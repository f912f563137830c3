package dev.jacobi.backend.saved;

import dev.jacobi.ir.Params;
import dev.jacobi.llvm.text.HostCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Machine code for a CPU, as object files.
 *
 * @param machine what it needs
 * @param parts the program; behind it, where a check in front of a loop may be too strict, the same with its loops as they were written
 */
public record CpuCode(Machine machine, List<Part> parts) {
    public CpuCode {
        parts = List.copyOf(parts);
    }

    /**
     * One program.
     *
     * @param name the entry's name in the object file
     * @param checks what is said when one fails, by number
     * @param calls the functions in Java that it calls
     * @param library whether it may call a routine of a native library
     * @param object the object file
     */
    public record Part(String name, List<Params.Check> checks, List<HostCall> calls, boolean library, byte[] object) {
        public Part {
            checks = List.copyOf(checks);
            calls = List.copyOf(calls);
        }
    }

    /**
     * What code depends on besides its program.
     *
     * @param cpu the CPU as LLVM names it
     * @param features what it can do, as LLVM lists it
     * @param version of the native libraries
     * @param threads how many of them code uses at most
     */
    public record Machine(String cpu, String features, String version, int threads) {
        /** Why code for this machine cannot run on another one, as the part of a sentence; null if it can. */
        public String misfit(Machine here) {
            var missing = new ArrayList<>(enabled(features));
            missing.removeAll(enabled(here.features));
            if (!missing.isEmpty()) {
                return "it was compiled for the CPU " + cpu + ", and this one (" + here.cpu + ") has not all that it uses (" + String.join(", ", missing.subList(0, Math.min(3, missing.size())))
                    + (missing.size() > 3 ? " and more" : "") + ")";
            }
            if (!version.equals(here.version)) {
                return "it was compiled with other native libraries (" + version + ") than there are here (" + here.version + ")";
            }
            return threads == here.threads ? null : "it was compiled for " + threads + " threads, and there are " + here.threads + " here, unless the option threads=" + threads + " says otherwise";
        }

        private static List<String> enabled(String features) {
            return Arrays.stream(features.split(",")).filter(f -> f.startsWith("+")).map(f -> f.substring(1)).toList();
        }
    }
}
