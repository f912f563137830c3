package dev.jacobi.roofline;

import java.util.ArrayList;
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
    private static final Pattern ACCESS = Pattern.compile("\\b(?:ld|st|atom|red)\\.(?:\\w+\\.)*global\\.(?:\\S*?)(?:v(\\d)\\.)?\\w+ ");
    private static final Pattern MULTIPLY_ADD = Pattern.compile("^fma\\.rn\\.");
    /** A warp's product on tensor cores, beside which others issue; it is taken for two thirds as fast as these are at best. */
    private static final Pattern PRODUCT = Pattern.compile("^mma\\.sync\\.aligned\\.m16n8k(\\d+)\\.");
    private static final int PRODUCT_CYCLES = 6;
    /** Products on tensor cores for one of floats. */
    private static final int PARTS = 3;
    private static final Pattern ARITHMETIC = Pattern.compile("^(add|sub|mul)\\.rn\\.");
    private static final Pattern SLOW = Pattern.compile("^(?:@%p\\d+ )?(sqrt|div|rcp|ex2|lg2|sin|cos|rsqrt)\\.");

    /**
     * The innermost loop that touches most elements.
     *
     * @param cost instructions of a trip, those with less than a full warp's rate counted as more
     * @param elements elements of memory that a trip touches; 0: no loop touches any
     * @param wide whether it moves several elements at once
     * @param flops of any innermost loop, the most: additions and multiplications beside twice what it issues; more than 1 where tensor cores make them
     */
    record Loop(int cost, int elements, boolean wide, double flops) {
        double costOfElement() {
            return elements == 0 ? 0 : (double) cost / elements;
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
        double flops = 0;
        Loop best = new Loop(0, 0, false, 0);
        for (int[] l : loops) {
            boolean innermost = loops.stream().noneMatch(x -> x != l && x[0] >= l[0] && x[1] <= l[1]);
            Loop loop = innermost ? measured(lines.subList(l[0], l[1] + 1)) : best;
            flops = Math.max(flops, loop.flops);
            best = loop.elements > best.elements ? loop : best;
        }
        return new Loop(best.cost, best.elements, best.wide, flops);
    }

    private static Loop measured(List<String> lines) {
        int cost = 0;
        int elements = 0;
        boolean wide = false;
        int work = 0;
        int tensor = 0;
        for (String line : lines) {
            Matcher p = PRODUCT.matcher(line);
            if (p.find()) {
                work += 2 * 16 * 8 * Integer.parseInt(p.group(1)) / 32 / (line.contains("tf32") ? PARTS : 1);
                tensor += PRODUCT_CYCLES;
                continue;
            }
            if (!line.endsWith(";") || line.startsWith(".") || line.startsWith("//")) {
                continue;
            }
            Matcher a = ACCESS.matcher(line);
            if (a.find()) {
                int n = a.group(1) == null ? 1 : Integer.parseInt(a.group(1));
                elements += n;
                wide |= n > 1;
            }
            work += MULTIPLY_ADD.matcher(line).find() ? 2 : ARITHMETIC.matcher(line).find() ? 1 : 0;
            boolean real = line.contains(".f64");
            cost += SLOW.matcher(line).find() ? real ? 40 : 8 : real ? 2 : 1;
        }
        cost = Math.max(cost, tensor);
        return new Loop(cost, elements, wide, work / (2.0 * Math.max(1, cost)));
    }
}
