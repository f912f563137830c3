package dev.jacobi.roofline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the threads of kernels have to issue for each element of memory that they touch, by the PTX of their innermost loops. */
final class PtxLoops {
    private static final Pattern ENTRY = Pattern.compile("\\.visible \\.entry (\\S+?)\\(");
    private static final Pattern LABEL = Pattern.compile("^(\\$\\S+):.*");
    private static final Pattern BRANCH = Pattern.compile("\\bbra(?:\\.uni)? \\s*(\\$\\S+);");
    private static final Pattern ACCESS = Pattern.compile("\\b(?:ld|st|atom|red)\\.(?:\\w+\\.)*global\\.(?:\\S*?)(?:v(\\d)\\.)?[a-z](\\d+) ");
    private static final Pattern MULTIPLY_ADD = Pattern.compile("^fma\\.rn\\.");
    /** A warp's product on tensor cores, beside which others issue; it is taken for two thirds as fast as these are at best. */
    private static final Pattern PRODUCT = Pattern.compile("^mma\\.sync\\.aligned\\.m16n8k(\\d+)\\.");
    private static final int PRODUCT_CYCLES = 6;
    /** Products on tensor cores for one of floats. */
    private static final int PARTS = 3;
    private static final Pattern ARITHMETIC = Pattern.compile("^(add|sub|mul)\\.rn\\.");
    private static final Pattern SLOW = Pattern.compile("^(?:@%p\\d+ )?(sqrt|div|rcp|ex2|lg2|sin|cos|rsqrt)\\.");
    /** What half as many units do as of floats, beside which others issue. */
    private static final Pattern DOUBLE = Pattern.compile("^(?:add|sub|mul|fma|min|max)(?:\\.rn)?\\.f64 |^setp\\.\\w+\\.f64 ");
    private static final int DOUBLE_CYCLES = 2;
    /** What an eighth as many units do. */
    private static final Pattern CONVERSION = Pattern.compile("^cvt\\.\\S*f64");
    private static final int CONVERSION_CYCLES = 8;
    /** Two registers' worth, which are two instructions; products are four. */
    private static final Pattern LONG = Pattern.compile("^(?:add|sub|and|or|xor|not|shl|shr|selp|setp\\.\\w+|min|max|neg|abs)\\.[bsuf]64 ");
    /** Registers by other names. */
    private static final Pattern NOTHING = Pattern.compile("^mov\\.b64 |^cvt\\.u32\\.u64 ");
    private static final Pattern CALL_STARTS = Pattern.compile("^\\{ // callseq");
    private static final Pattern CALL_ENDS = Pattern.compile("^\\} // callseq");

    /**
     * The innermost loop that touches most elements.
     *
     * @param cost cycles of a trip: as many as it issues instructions, or as its arithmetic in doubles, conversions of doubles or products on tensor cores take beside, whichever is most
     * @param sizes bytes of each element of memory that a trip touches; none: no loop touches any
     * @param wide whether it moves several elements at once
     * @param busy additions, multiplications and multiply-adds beside what it issues, in the loop that {@code flops} is of: where products are rounded before they are added, 1 of this is 1/2 of that
     * @param flops of any innermost loop, the most: additions and multiplications beside twice what it issues; more than 1 where tensor cores make them
     */
    record Loop(int cost, List<Integer> sizes, boolean wide, double flops, double busy) {
        /** For elements of so many bytes: several smaller ones may be loaded or stored as one. */
        double costOfElement(int bytes) {
            int elements = elements(bytes);
            return elements == 0 ? 0 : (double) cost / elements;
        }

        private int elements(int bytes) {
            return sizes.stream().mapToInt(s -> Math.max(1, s / bytes)).sum();
        }
    }

    private PtxLoops() {
    }

    /** By kernel. */
    static Map<String, Loop> of(String ptx) {
        var out = new LinkedHashMap<String, Loop>();
        Matcher m = ENTRY.matcher(ptx);
        while (m.find()) {
            out.put(m.group(1), kernel(ptx.substring(m.end(), ptx.indexOf("\n}", m.end())).lines().map(String::strip).toList()));
        }
        return out;
    }

    private static Loop kernel(List<String> lines) {
        var labels = new HashMap<String, Integer>();
        for (int k = 0; k < lines.size(); k++) {
            Matcher m = LABEL.matcher(lines.get(k));
            if (m.matches()) {
                labels.put(m.group(1), k);
            }
        }
        var loops = new ArrayList<int[]>();
        for (int k = 0; k < lines.size(); k++) {
            Matcher m = BRANCH.matcher(lines.get(k));
            if (m.find() && labels.getOrDefault(m.group(1), k) < k) {
                loops.add(new int[] {labels.get(m.group(1)), k});
            }
        }
        Loop busiest = new Loop(0, List.of(), false, 0, 0);
        Loop best = new Loop(0, List.of(), false, 0, 0);
        for (int[] l : loops) {
            boolean innermost = loops.stream().noneMatch(x -> x != l && x[0] >= l[0] && x[1] <= l[1]);
            Loop loop = innermost ? measured(lines.subList(l[0], l[1] + 1)) : best;
            busiest = loop.flops > busiest.flops ? loop : busiest;
            best = loop.sizes.size() > best.sizes.size() ? loop : best;
        }
        return new Loop(best.cost, best.sizes, best.wide, busiest.flops, busiest.busy);
    }

    /** Functions that are called have a branch of their own that one warp in a hundred takes, or less: their calls are left out. */
    private static Loop measured(List<String> lines) {
        int issued = 0;
        var sizes = new ArrayList<Integer>();
        boolean wide = false;
        int work = 0;
        int arithmetic = 0;
        int tensor = 0;
        int doubles = 0;
        int conversions = 0;
        boolean call = false;
        for (String line : lines) {
            call = (call || CALL_STARTS.matcher(line).find()) && !CALL_ENDS.matcher(line).find();
            Matcher p = PRODUCT.matcher(line);
            if (p.find()) {
                work += 2 * 16 * 8 * Integer.parseInt(p.group(1)) / 32 / (line.contains("tf32") ? PARTS : 1);
                tensor += PRODUCT_CYCLES;
                continue;
            }
            if (call || !line.endsWith(";") || line.startsWith(".") || line.startsWith("//") || NOTHING.matcher(line).find()) {
                continue;
            }
            Matcher a = ACCESS.matcher(line);
            if (a.find()) {
                int n = a.group(1) == null ? 1 : Integer.parseInt(a.group(1));
                sizes.addAll(Collections.nCopies(n, Integer.parseInt(a.group(2)) / 8));
                wide |= n > 1;
            }
            boolean both = MULTIPLY_ADD.matcher(line).find();
            boolean one = ARITHMETIC.matcher(line).find();
            work += both ? 2 : one ? 1 : 0;
            arithmetic += both || one ? 1 : 0;
            doubles += DOUBLE.matcher(line).find() ? DOUBLE_CYCLES : 0;
            conversions += CONVERSION.matcher(line).find() ? CONVERSION_CYCLES : 0;
            issued += SLOW.matcher(line).find() ? line.contains(".f64") ? 40 : 8 : LONG.matcher(line).find() ? 2 : line.startsWith("mul.lo.s64") ? 4 : 1;
        }
        int cost = Math.max(Math.max(issued, tensor), Math.max(doubles, conversions));
        return new Loop(cost, sizes, wide, work / (2.0 * Math.max(1, cost)), (double) arithmetic / Math.max(1, cost));
    }
}
