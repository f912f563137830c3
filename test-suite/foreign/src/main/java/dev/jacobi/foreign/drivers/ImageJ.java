// Filters, transforms and thresholds of grey pictures.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import ij.plugin.filter.Convolver;
import ij.plugin.filter.EDM;
import ij.plugin.filter.GaussianBlur;
import ij.plugin.filter.RankFilters;
import ij.process.AutoThresholder;
import ij.process.ByteProcessor;
import ij.process.FHT;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.List;

/** ImageJ 1. */
public final class ImageJ implements Driver {
    private static final int SIZE = 128;

    @Override
    public String name() {
        return "imagej";
    }

    @Override
    public List<String> include() {
        return List.of("ij.*");
    }

    @Override
    public void run(int round, Results results) {
        float[] data = Data.floats(round, SIZE * SIZE);
        var picture = new FloatProcessor(SIZE, SIZE, data);
        new GaussianBlur().blurFloat(picture, 2 + round % 3, 2, 1e-4);
        results.add((float[]) picture.getPixels());
        var convolver = new Convolver();
        convolver.convolveFloat(picture, new float[] {1, 2, 1, 2, 5, 2, 1, 2, 1}, 3, 3);
        results.add((float[]) picture.getPixels());
        var fht = new FHT(picture.duplicate());
        fht.transform();
        results.add((float[]) fht.getPixels());
        fht.inverseTransform();
        results.add((float[]) fht.getPixels());
        new RankFilters().rank(picture, 1.5 + round % 2, round % 5);
        results.add((float[]) picture.getPixels());
        var bytes = new ByteProcessor(SIZE, SIZE, Data.bytes(round, SIZE * SIZE), null);
        bytes.smooth();
        bytes.medianFilter();
        bytes.findEdges();
        bytes.setInterpolationMethod(ImageProcessor.BICUBIC);
        ImageProcessor turned = bytes.resize(SIZE * 3 / 2, SIZE).rotateLeft();
        turned.rotate(7);
        results.add((byte[]) turned.getPixels());
        int[] histogram = turned.getHistogram();
        for (AutoThresholder.Method m : AutoThresholder.Method.values()) {
            results.add(new AutoThresholder().getThreshold(m, histogram));
        }
        bytes.threshold(100);
        results.add((float[]) new EDM().makeFloatEDM(bytes, 0, false).getPixels());
        new EDM().toWatershed(bytes);
        results.add((byte[]) bytes.getPixels());
    }
}
