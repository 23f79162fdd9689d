/** A number of machines ($1), enrolled at a time ($2): those of the same number are the same machines. */
export const insertMachines = `
  insert into machines (id, provider, agent_key, name, asset_hash, spec, gpu_model, gpu_count, vram_gb, cpu_cores,
    ram_gb, disk_gb, down_mbps, up_mbps, country, endpoint_host, enrolled_at)
  select overlay(overlay(md5(n::text) placing '4' from 13) placing '8' from 17)::uuid, '0x' || lpad(to_hex(n % 5000), 40, '0'), '0x' || lpad(to_hex(n), 64, '0'), 'machine ' || n,
    '0x' || md5(n::text) || md5(n::text), '{}', (array['RTX 4090', 'H100 80GB', 'A100 80GB', 'L4'])[1 + n % 4], 1, 24, 16, 64,
    500, 1000, 1000, (array['DE', 'US', 'FR'])[1 + n % 3], 'gpu.example', $2
  from generate_series(1, $1::int) n`;
