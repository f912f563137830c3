// Blurring, derivatives and thresholds of pictures.
package dev.jacobi.foreign.drivers;

import boofcv.alg.filter.binary.GThresholdImageOps;
import boofcv.alg.filter.blur.GBlurImageOps;
import boofcv.alg.filter.derivative.DerivativeType;
import boofcv.alg.filter.derivative.GImageDerivativeOps;
import boofcv.alg.misc.ImageStatistics;
import boofcv.concurrency.BoofConcurrency;
import boofcv.struct.border.BorderType;
import boofcv.struct.image.GrayF32;
import boofcv.struct.image.GrayS16;
import boofcv.struct.image.GrayU8;
import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.List;

/** BoofCV's image processing, in one thread. */
public final class BoofCv implements Driver {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    @Override
    public String name() {
        return "boofcv";
    }

    @Override
    public List<String> include() {
        return List.of("boofcv.*");
    }

    @Override
    public void run(int round, Results results) {
        BoofConcurrency.USE_CONCURRENT = false;
        GrayF32 picture = new GrayF32(WIDTH, HEIGHT);
        picture.data = Data.floats(round, WIDTH * HEIGHT);
        GrayF32 blurred = new GrayF32(WIDTH, HEIGHT);
        GBlurImageOps.gaussian(picture, blurred, 0, 3, null);
        GBlurImageOps.mean(blurred, picture, 2, null, null);
        GrayF32 dx = new GrayF32(WIDTH, HEIGHT);
        GrayF32 dy = new GrayF32(WIDTH, HEIGHT);
        GImageDerivativeOps.gradient(DerivativeType.SOBEL, picture, dx, dy, BorderType.EXTENDED);
        results.add(dx.data);
        results.add(dy.data);
        results.add(ImageStatistics.meanDiffSq(dx, dy));
        GrayU8 bytes = new GrayU8(WIDTH, HEIGHT);
        bytes.data = Data.bytes(round, WIDTH * HEIGHT);
        GrayU8 smooth = new GrayU8(WIDTH, HEIGHT);
        GBlurImageOps.median(bytes, smooth, 2, null);
        GBlurImageOps.gaussian(smooth, bytes, 1.5, 2, null);
        results.add(GThresholdImageOps.computeOtsu(bytes, 0, 255));
        GrayS16 sx = new GrayS16(WIDTH, HEIGHT);
        GImageDerivativeOps.gradient(DerivativeType.THREE, bytes, sx, new GrayS16(WIDTH, HEIGHT), BorderType.EXTENDED);
        for (short s : sx.data) {
            results.add(s);
        }
    }
}
