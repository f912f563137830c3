package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The report says of each loop that stays serial why, and where. */
class WhySerialTest extends SiteFixture {
    static void independent(double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i] = 2 * a[i];
        }
    }

    static void rows(int[] d, int stride, int w, int h) {
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                d[y * stride + x] = x ^ y;
            }
        }
    }

    static void earlier(double[] a, int n, int k) {
        for (int i = k; i < n; i++) {
            double x = a[i - k];
            a[i] = Math.sqrt(x);
        }
    }

    static void data(double[] a, int[] at, int n) {
        for (int i = 0; i < n; i++) {
            a[at[i]] = a[i];
        }
    }

    static double sum(double[] a, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += a[i];
        }
        return s;
    }

    static double recurrence(double[] a, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s = s * s + a[i];
        }
        return s;
    }

    static double until(double[] a, int n) {
        double s = 1;
        int i = 0;
        while (s < 1000) {
            s += a[i % n];
            i++;
        }
        return s;
    }

    private void says(String method, String lines, String why) {
        assertEquals(List.of("the loop at " + getClass().getName() + "." + method + ":" + lines + " runs one trip after the other: " + why), stats(method).serialLoops());
    }

    /** The number of the first line of this file with a text in it. */
    private static int line(String text) throws IOException {
        List<String> all = Files.readAllLines(Path.of("src/test/java/dev/jacobi/site/WhySerialTest.java"));
        return IntStream.range(0, all.size()).filter(k -> all.get(k).contains(text)).findFirst().orElseThrow() + 1;
    }

    @Test
    void loopsWhoseTripsGoTogetherAreNotSpokenOf() throws Throwable {
        prologue(site("policy=always", "independent")).invokeExact(new double[] {1, 2}, new double[2], 2);
        assertEquals(List.of(), stats("independent").serialLoops());
        assertTrue(Reports.json(registry.methods()).contains("\"whySerial\": [], "));
    }

    /** Rows that overlap are no reason: they have a copy of the loop to themselves. */
    @Test
    void copiesForNumbersThatHardlyOccur() throws Throwable {
        prologue(site("policy=always", "rows")).invokeExact(new int[20], 5, 4, 3);
        assertEquals(List.of(), stats("rows").serialLoops());
    }

    @Test
    void anElementOfAnEarlierTrip() throws Throwable {
        prologue(site("policy=always", "earlier")).invokeExact(new double[9], 9, 2);
        int read = line("double x = a[i - k]");
        says("earlier", read + "-" + (read + 1), "a trip reads an element of a double[] in line " + read + " that an earlier one has written in line " + (read + 1));
        String table = Reports.summary(registry.methods());
        assertTrue(table.contains("why-serial: the loop at " + getClass().getName() + ".earlier:" + read), table);
        assertTrue(Reports.json(registry.methods()).contains("\"whySerial\": [\"the loop at "));
    }

    @Test
    void anElementThatDataNames() throws Throwable {
        prologue(site("policy=always", "data")).invokeExact(new double[3], new int[3], 3);
        says("data", line("a[at[i]]") + "", "a trip reads an element of a double[] (which ones is a matter of data) in line " + line("a[at[i]]") + " that an earlier one has written in line "
            + line("a[at[i]]"));
    }

    @Test
    void sumsAndRecurrences() throws Throwable {
        double s = (double) prologue(site("policy=always", "sum")).invokeExact(new double[] {1, 2}, 2);
        says("sum", line("s += a[i];") + "", "it sums up or multiplies doubles in line " + line("s += a[i];") + ", in the order of the trips; fp=fast allows any order");
        s = (double) prologue(site("policy=always,fp=fast", "sum")).invokeExact(new double[] {1, 2}, 2);
        assertEquals(List.of(), stats("sum").serialLoops());
        s = (double) prologue(site("policy=always", "recurrence")).invokeExact(new double[] {1, 2}, 2);
        says("recurrence", line("s = s * s") + "", "each trip computes a double in line " + line("s = s * s") + " from that of the trip before");
    }

    @Test
    void loopsWithoutACount() throws Throwable {
        double s = (double) prologue(site("policy=always", "until")).invokeExact(new double[] {100, 200}, 2);
        says("until", line("s += a[i % n]") + "", "what its trips compute decides how many there are");
    }
}
