// Codes written into pictures and read again.
package dev.jacobi.foreign.drivers;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.MultiFormatWriter;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.List;

/** ZXing's core. */
public final class Zxing implements Driver {
    private static final List<BarcodeFormat> FORMATS = List.of(BarcodeFormat.QR_CODE, BarcodeFormat.DATA_MATRIX, BarcodeFormat.PDF_417, BarcodeFormat.CODE_128);

    @Override
    public String name() {
        return "zxing";
    }

    @Override
    public List<String> include() {
        return List.of("com.google.zxing.*");
    }

    @Override
    public void run(int round, Results results) throws Exception {
        BarcodeFormat format = FORMATS.get(round % FORMATS.size());
        BitMatrix code = new MultiFormatWriter().encode("Round " + round + " of the barcodes", format, 400, 400);
        int[] pixels = new int[code.getWidth() * code.getHeight()];
        for (int y = 0; y < code.getHeight(); y++) {
            for (int x = 0; x < code.getWidth(); x++) {
                pixels[y * code.getWidth() + x] = code.get(x, y) ? 0xFF101010 : 0xFFE0F0E0;
            }
        }
        results.add(code.hashCode());
        BinaryBitmap picture = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(code.getWidth(), code.getHeight(), pixels)));
        results.add(picture.getBlackMatrix().hashCode());
        try {
            results.add(new MultiFormatReader().decode(picture).getText());
        } catch (com.google.zxing.NotFoundException e) {
            results.add("not found");
        }
    }
}
