package dev.jacobi.array.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A layout as text: a box for each block along the array's first two axes, with the numbers of the devices that have it. */
public final class LayoutPicture {
    private LayoutPicture() {
    }

    /** {@code ids} are the devices' numbers, those along the mesh's last axis next to each other. */
    public static String of(Layout layout, List<Integer> ids) {
        var cells = new TreeMap<Integer, TreeMap<Integer, List<Integer>>>();
        for (int d = 0; d < ids.size(); d++) {
            int[] start = layout.start(layout.mesh().coordinates(d));
            int row = start.length > 1 ? start[0] : 0;
            int column = start.length > 1 ? start[1] : start.length == 1 ? start[0] : 0;
            cells.computeIfAbsent(row, r -> new TreeMap<>()).computeIfAbsent(column, c -> new ArrayList<>()).add(ids.get(d));
        }
        List<List<String>> rows = cells.values().stream().map(r -> r.values().stream().map(LayoutPicture::text).toList()).toList();
        int width = rows.stream().flatMap(List::stream).mapToInt(String::length).max().orElse(0) + 2;
        String rule = ("+" + "-".repeat(width)).repeat(rows.get(0).size()) + "+\n";
        var out = new StringBuilder(rule);
        for (List<String> row : rows) {
            row.forEach(cell -> out.append('|').append(" ".repeat((width - cell.length()) / 2)).append(cell).append(" ".repeat(width - cell.length() - (width - cell.length()) / 2)));
            out.append("|\n").append(rule);
        }
        return out.toString();
    }

    private static String text(List<Integer> ids) {
        return String.join(",", ids.stream().map(String::valueOf).toList());
    }
}
