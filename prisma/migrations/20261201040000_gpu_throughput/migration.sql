-- Models whose throughput was corrected, or has no source: see the catalogue. None counts as no throughput.
UPDATE "listings" SET "tensor_tflops" = "figure"."tflops" * "gpu_count"
FROM (VALUES ('Quadro RTX 8000', 130.5), ('Quadro RTX 6000', 130.5), ('RX 7900 XTX', 123), ('RTX 5090 D', 0), ('RTX 5060 Ti', 0)) AS "figure"("model", "tflops")
WHERE "gpu_model" = "figure"."model";
