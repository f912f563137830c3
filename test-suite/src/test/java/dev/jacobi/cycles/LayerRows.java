package dev.jacobi.cycles;

import static dev.jacobi.cycles.MethodTable.floats;
import static dev.jacobi.cycles.MethodTable.half;
import static dev.jacobi.cycles.MethodTable.ints;
import static dev.jacobi.cycles.MethodTable.matrix;
import static dev.jacobi.cycles.MethodTable.weights;

import dev.jacobi.roofline.Images;
import dev.jacobi.roofline.Layers;
import dev.jacobi.roofline.Series;

/** Layers, images and series of {@code dev.jacobi.roofline}, and gradients of some. */
final class LayerRows {
    private LayerRows() {
    }

    static void list(MethodTable t) {
        layers(t);
        images(t);
        series(t);
    }

    private static void layers(MethodTable t) {
        float[][] m = weights(t.s(256), t.s(320));
        int n = t.s(256);
        t.of("rmsNorm", Layers::rmsNorm, floats(n * t.s(320)), floats(t.s(320)), n, t.s(320));
        t.gradient("rmsNorm", (float[] x, float[] g, Integer a, Integer b) -> half(Layers.rmsNorm(x, g, a, b)), floats(n * t.s(320)), floats(t.s(320)), n, t.s(320));
        t.of("logSoftmax", Layers::logSoftmax, m).gradient("logSoftmax", (float[][] x) -> half(Layers.logSoftmax(x)), m);
        t.of("softmaxColumns", Layers::softmaxColumns, m).gradient("softmaxColumns", (float[][] x) -> half(Layers.softmaxColumns(x)), m);
        t.of("batchNorm", Layers::batchNorm, m, floats(t.s(320)), floats(t.s(320)));
        t.gradient("batchNorm", (float[][] x, float[] g, float[] b) -> half(Layers.batchNorm(x, g, b)), m, floats(t.s(320)), floats(t.s(320)));
        t.of("causalSoftmax", Layers::causalSoftmax, weights(n, n)).gradient("causalSoftmax", (float[][] x) -> half(Layers.causalSoftmax(x)), weights(n, n));
        int b = t.s(16);
        int k = t.s(64);
        t.of("batchedProduct", Layers::batchedProduct, floats(b * k * k), floats(b * k * k), b, k);
        t.gradient("batchedProduct", (float[] x, float[] y, Integer c, Integer d) -> half(Layers.batchedProduct(x, y, c, d)), floats(b * k * k), floats(b * k * k), b, k);
        float[][][] kernels = java.util.stream.IntStream.range(0, 16).mapToObj(i -> weights(8, 5)).toArray(float[][][]::new);
        t.of("convolveChannels", Layers::convolveChannels, weights(8, t.s(1024)), kernels);
        t.gradient("convolveChannels", (float[][] x, float[][][] w) -> half(Layers.convolveChannels(x, w)), weights(8, t.s(1024)), kernels);
        t.of("depthwise", Layers::depthwise, weights(k, t.s(1024)), weights(k, 5)).gradient("depthwise", (float[][] x, float[][] w) -> half(Layers.depthwise(x, w)), weights(k, t.s(1024)), weights(k, 5));
        t.of("gated", Layers::gated, m, weights(t.s(256), t.s(320))).gradient("gated", (float[][] x, float[][] y) -> half(Layers.gated(x, y)), m, weights(t.s(256), t.s(320)));
        t.of("rotary", Layers::rotary, weights(n, 128), floats(64)).gradient("rotary", (float[][] x, float[] f) -> half(Layers.rotary(x, f)), weights(n, 128), floats(64));
        t.of("cosines", Layers::cosines, weights(n, k), weights(n, k)).gradient("cosines", (float[][] x, float[][] y) -> half(Layers.cosines(x, y)), weights(n, k), weights(n, k));
        t.of("bilinearForm", Layers::bilinearForm, floats(n), m, floats(t.s(320))).gradient("bilinearForm", Layers::bilinearForm, floats(n), m, floats(t.s(320)));
        t.of("tropicalProduct", Layers::tropicalProduct, weights(n, k), weights(k, t.s(192)));
    }

    private static void images(MethodTable t) {
        int h = t.s(256);
        int w = t.s(320);
        t.of("gray", Images::gray, ints(t.s(65536), 1 << 24)).of("boxBlur", Images::boxBlur, floats(h * w), h, w, 2);
        t.gradient("boxBlur", (float[] x, Integer a, Integer b, Integer r) -> half(Images.boxBlur(x, a, b, r)), floats(h * w), h, w, 2);
        byte[] bytes = new byte[h * w];
        new java.util.Random(1).nextBytes(bytes);
        t.of("erode", Images::erode, bytes, h, w).of("equalise", Images::equalise, ints(t.s(65536), 256));
        t.of("halved", Images::halved, ints(h * w, 256), h, w).of("enlarged", Images::enlarged, floats(t.s(128) * t.s(160)), t.s(128), t.s(160), 2);
        t.gradient("enlarged", (float[] x, Integer a, Integer b, Integer c) -> half(Images.enlarged(x, a, b, c)), floats(t.s(128) * t.s(160)), t.s(128), t.s(160), 2);
        t.of("rotated", Images::rotated, ints(h * w, 256), h, w).of("channelMeans", Images::channelMeans, floats(3 * t.s(16384)));
        t.gradient("channelMeans", (float[] x) -> half(Images.channelMeans(x)), floats(3 * t.s(16384)));
        t.of("median3", Images::median3, floats(t.s(65536))).gradient("median3", (float[] x) -> half(Images.median3(x)), floats(t.s(65536)));
    }

    private static void series(MethodTable t) {
        int n = t.s(256);
        float[][] m = weights(n, t.s(192));
        float[] x = floats(t.s(16384));
        t.of("emaRows", Series::emaRows, m, 0.1f).gradient("emaRows", (float[][] v, Float a) -> half(Series.emaRows(v, a)), m, 0.1f);
        t.of("drawdown", Series::drawdown, x).gradient("drawdown", Series::drawdown, x).of("longestRun", Series::longestRun, floats(t.s(16384)));
        t.of("offsets", Series::offsets, ints(t.s(16384), t.s(100)), t.s(100)).of("columnArgmin", Series::columnArgmin, m).of("lastRowMinimum", Series::lastRowMinimum, intMatrix(n, t.s(192)));
        t.of("rowRange", Series::rowRange, m).gradient("rowRange", (float[][] v) -> half(Series.rowRange(v)), m);
        t.of("differences", Series::differences, x, 0.1f).gradient("differences", (float[] v, Float h) -> half(Series.differences(v, h)), x, 0.1f);
        t.of("interpolate", Series::interpolate, floats(t.s(1000)), x).gradient("interpolate", (float[] v, float[] at) -> half(Series.interpolate(v, at)), floats(t.s(1000)), x);
        t.of("segmentSums", Series::segmentSums, x, ints(t.s(16384), t.s(100)), t.s(100));
        t.gradient("segmentSums", (float[] v, int[] s, Integer k) -> half(Series.segmentSums(v, s, k)), x, ints(t.s(16384), t.s(100)), t.s(100));
        t.of("manhattan", Series::manhattan, m, weights(t.s(128), t.s(192))).gradient("manhattan", (float[][] a, float[][] b) -> half(Series.manhattan(a, b)), m, weights(t.s(128), t.s(192)));
        t.of("slidingMean", Series::slidingMean, x, t.s(16)).of("popularity", Series::popularity, intMatrix(n, t.s(192)), 50);
    }

    private static int[][] intMatrix(int rows, int columns) {
        int[][] x = new int[rows][];
        for (int i = 0; i < rows; i++) {
            x[i] = new java.util.Random(i).ints(columns, 0, 50).toArray();
        }
        return x;
    }
}
