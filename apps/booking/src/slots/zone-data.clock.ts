/** Shows at /readyz which time-zone data slots are computed from, and says at the start when it is old. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Host } from '@sounding/service';
import { zoneDataOf } from './zone-data.ts';

@Injectable()
export class ZoneDataReport implements OnApplicationBootstrap {
  constructor(
    private readonly host: Host,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => zoneDataOf(process.versions.tz, this.clock.now());
    this.host.shows('zoneData', look);
    const { warning, ...data } = look();
    if (warning) this.host.log.warn(data, warning);
  }
}
